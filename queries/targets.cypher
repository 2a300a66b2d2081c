// @title 目标一览 · Targets by theme, level and year
// @answers 文件提出要达到的数字，可按主题、层级、年份筛选。 · The numbers that documents want reached, by theme, level and year.
// @parameter theme (theme) default="" example="theme/promotion-event" 只看这一主题 · this theme only
// @parameter level (level) default="" example="city" 只看这一层级的文件 · documents of this level only
// @parameter year (year) default="" example="2023" 期间含这一年的目标 · targets whose period this year is in
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
// @column change 变化方式 · level, new, cumulative, growth or share
// @column period 期间 · period
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the figure
// @column figure_id 数字标识 · the figure's identifier
// :param theme => 'theme/promotion-event';
// :param level => 'city';
// :param year => '2023';

MATCH (m:Measure)-[:HAS_FIGURE]->(f:Figure {figureType: 'target'}), (m)-[:IN_DOCUMENT]->(d:Document)
WHERE ($theme = '' OR EXISTS { MATCH (m)-[:ABOUT]->(:Theme {id: $theme}) })
  AND ($level = '' OR d.level = $level)
  AND ($year = '' OR (f.periodStart <= $year + '-12-31' AND f.periodEnd >= $year))
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN d.level AS level, r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title,
       f.metric AS metric, f.comparator AS comparator,
       f.value AS value, f.valueMax AS value_max, f.unit AS unit, f.change AS change, f.period AS period, f.reviewed AS reviewed,
       f.id AS figure_id
