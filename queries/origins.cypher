// @title 一条地方措施从何而来 · Where a local measure comes from
// @answers 一条措施所对应的上级措施（或同一机关较早的措施），附两侧证据。 · The measures of upper, or the same body's earlier, documents that a measure corresponds to, with the evidence on both sides.
// @parameter measure (measure) example="330200/2023/甬政办发-2023-4/2.1.1" 下级措施 · the lower measure
// @column level 上级层级 · level of the upper document
// @column place 上级地区 · place of the upper document
// @column issued 上级发文日期 · its day of issue
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column relation 对应关系 · relation
// @column strength 强度 · direct or partial
// @column score 得分 · score
// @column lag_days 时滞（天） · days between the two documents
// @column lower_quote 下侧引文 · evidence in the measure
// @column upper_quote 上侧引文 · evidence in the upper measure
// @column reasons 理由 · reasons
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the link
// @column measure_id 措施标识 · the measure's identifier
// :param measure => '330200/2023/甬政办发-2023-4/2.1.1';

MATCH (:Measure {id: $measure})<-[:LOWER_MEASURE]-(a:Alignment)-[:UPPER_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document)
WHERE a.relation <> 'parallels'
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN d.level AS level, r.labelZh AS place, d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title,
       a.relation AS relation, a.strength AS strength, a.score AS score, a.lagDays AS lag_days,
       a.lowerQuote AS lower_quote, a.upperQuote AS upper_quote, a.reasons AS reasons,
       a.reviewed AS reviewed, m.id AS measure_id
