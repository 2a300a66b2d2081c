// @title 谁来落实一条措施 · Who carries out a measure
// @answers 与一条上级措施对应的下级措施：地区、日期、责任单位和数字。每个责任单位、每个数字各一行；两者皆无的措施一行。 · The lower measures that correspond to one measure, with place, date, agencies and figures. A row for each agency and each figure, and one for a measure that has neither.
// @parameter measure (measure) example="100000/2022/国办发-2022-9/3.9" 上级措施 · the upper measure
// @column place 地区 · place
// @column issued 发文日期 · day of issue
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column relation 对应关系 · relation to the upper measure
// @column strength 强度 · direct or partial
// @column fact 行的内容：agency 单位、figure 数字、none 皆无 · what the row tells: agency, figure or none of them
// @column name 单位名称或指标 · name of the agency, or metric of the figure
// @column comparator 比较符 · comparator
// @column value 数值 · value
// @column unit 单位 · unit
// @column period 期间 · period
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the link or what the row tells
// @column measure_id 措施标识 · the measure's identifier
// :param measure => '100000/2022/国办发-2022-9/3.9';

MATCH (:Measure {id: $measure})<-[:UPPER_MEASURE]-(a:Alignment)-[:LOWER_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document)
WHERE a.relation IN ['implements', 'anticipates', 'relatesTo']
  AND NOT EXISTS { MATCH (m)<-[:OF_MEASURE]-(:Responsibility) } AND NOT EXISTS { MATCH (m)-[:HAS_FIGURE]->(:Figure) }
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN r.labelZh AS place, d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title,
       a.relation AS relation, a.strength AS strength, 'none' AS fact, CASE WHEN false THEN d.stem END AS name,
       CASE WHEN false THEN d.stem END AS comparator, CASE WHEN false THEN a.score END AS value,
       CASE WHEN false THEN d.stem END AS unit, CASE WHEN false THEN d.stem END AS period,
       a.reviewed AS reviewed, m.id AS measure_id
UNION ALL
MATCH (:Measure {id: $measure})<-[:UPPER_MEASURE]-(a:Alignment)-[:LOWER_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document),
      (m)<-[:OF_MEASURE]-(h:Responsibility)-[:HELD_BY]->(b:Agency)
WHERE a.relation IN ['implements', 'anticipates', 'relatesTo']
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN r.labelZh AS place, d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title,
       a.relation AS relation, a.strength AS strength, 'agency' AS fact, b.labelZh AS name,
       CASE WHEN false THEN d.stem END AS comparator, CASE WHEN false THEN a.score END AS value,
       CASE WHEN false THEN d.stem END AS unit, CASE WHEN false THEN d.stem END AS period,
       coalesce(a.reviewed, h.reviewed) AS reviewed, m.id AS measure_id
UNION ALL
MATCH (:Measure {id: $measure})<-[:UPPER_MEASURE]-(a:Alignment)-[:LOWER_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document),
      (m)-[:HAS_FIGURE]->(f:Figure)
WHERE a.relation IN ['implements', 'anticipates', 'relatesTo']
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN r.labelZh AS place, d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title,
       a.relation AS relation, a.strength AS strength, 'figure' AS fact, f.metric AS name,
       f.comparator AS comparator, f.value AS value, f.unit AS unit, f.period AS period,
       coalesce(a.reviewed, f.reviewed) AS reviewed, m.id AS measure_id
