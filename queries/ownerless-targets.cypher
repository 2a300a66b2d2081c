// @title 没有责任单位的目标 · Targets without an agency
// @answers 所在措施没有任何责任单位的目标。 · The targets of measures that no agency answers for.
// @parameter document (document) default="" example="330200/2023/甬政办发-2023-4" 只看这一文件 · this document only
// @parameter level (level) default="" example="city" 只看这一层级的文件 · documents of this level only
// @column level 层级 · level
// @column place 地区 · place
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column metric 指标 · what is counted
// @column comparator 比较符 · comparator
// @column value 数值 · value
// @column value_max 数值上限 · greatest value of a range
// @column unit 单位 · unit
// @column period 期间 · period
// @column localities 地方政府负责 · whether local governments answer for the measure
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the figure
// @column figure_id 数字标识 · the figure's identifier
// :param document => '330200/2023/甬政办发-2023-4';
// :param level => 'city';

MATCH (m:Measure)-[:HAS_FIGURE]->(f:Figure {figureType: 'target'}), (m)-[:IN_DOCUMENT]->(d:Document)
WHERE ($document = '' OR d.id = $document) AND ($level = '' OR d.level = $level)
  AND NOT EXISTS { MATCH (m)<-[:OF_MEASURE]-(:Responsibility) }
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN d.level AS level, r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title, f.metric AS metric,
       f.comparator AS comparator, f.value AS value, f.valueMax AS value_max, f.unit AS unit, f.period AS period,
       m.localities AS localities, f.reviewed AS reviewed,
       f.id AS figure_id
