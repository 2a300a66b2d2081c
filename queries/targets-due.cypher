// @title 某时段到期的目标和措施 · Targets and measures due in a period
// @answers 期间末日落在两日之间（含两日）的目标，以及完成时限落在其间的措施。 · The targets whose period ends between two days, both included, and the measures with a deadline of their own between them.
// @parameter since (date) example="2023-01-01" 首日 · first day
// @parameter until (date) example="2023-12-31" 末日 · last day
// @parameter level (level) default="" example="city" 只看这一层级的文件 · documents of this level only
// @column due 到期日 · the day it is due
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
// @column inferred 期间为推断 · whether only the document's year gave the period
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the figure
// @column deadline 完成时限 · the words that say when the whole measure has to be done; empty for a target
// @column figure_id 数字标识 · the figure's identifier; empty for a measure
// @column measure_id 措施标识 · the measure's identifier
// :param since => '2023-01-01';
// :param until => '2023-12-31';
// :param level => 'city';

MATCH (m:Measure)-[:HAS_FIGURE]->(f:Figure {figureType: 'target'}), (m)-[:IN_DOCUMENT]->(d:Document)
WHERE f.periodEnd >= $since AND f.periodEnd <= $until AND ($level = '' OR d.level = $level)
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN f.periodEnd AS due, d.level AS level, r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title,
       f.metric AS metric, f.comparator AS comparator, f.value AS value, f.valueMax AS value_max, f.unit AS unit,
       f.periodInferred AS inferred, f.reviewed AS reviewed,
       CASE WHEN false THEN '' END AS deadline, f.id AS figure_id, m.id AS measure_id
UNION ALL
MATCH (m:Measure)-[:IN_DOCUMENT]->(d:Document)
WHERE m.due >= $since AND m.due <= $until AND ($level = '' OR d.level = $level)
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN m.due AS due, d.level AS level, r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title,
       CASE WHEN false THEN '' END AS metric, CASE WHEN false THEN '' END AS comparator,
       CASE WHEN false THEN 0.0 END AS value, CASE WHEN false THEN 0.0 END AS value_max,
       CASE WHEN false THEN '' END AS unit, CASE WHEN false THEN false END AS inferred,
       CASE WHEN false THEN false END AS reviewed,
       m.dueQuote AS deadline, CASE WHEN false THEN '' END AS figure_id, m.id AS measure_id
