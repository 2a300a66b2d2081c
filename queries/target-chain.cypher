// @title 同一目标的上下级数值与占比 · The same target up and down the chain, with shares
// @answers 同一指标的下级（或较晚）数字与上级（或较早）数字，附占比和差距。 · The lower (or later) and the upper (or earlier) figure of the same metric, with share and gap.
// @parameter metric (text) default="" example="共富工坊" 指标含这些字 · metrics that hold this text
// @parameter document (document) default="" example="330200/2023/甬政办发-2023-4" 其中一侧在这一文件 · with one side in this document
// @column relation 对应关系 · relation of the lower to the upper
// @column upper_level 上侧层级 · level of the upper document
// @column upper_document 上侧文件 · upper document
// @column upper_path 上侧编号 · upper item
// @column upper_metric 上侧指标 · upper metric
// @column upper_value 上侧数值 · upper value
// @column upper_period 上侧期间 · upper period
// @column lower_place 下侧地区 · place of the lower document
// @column lower_document 下侧文件 · lower document
// @column lower_path 下侧编号 · lower item
// @column lower_metric 下侧指标 · lower metric
// @column lower_value 下侧数值 · lower value
// @column lower_period 下侧期间 · lower period
// @column unit 单位 · unit
// @column share 占上级比重 · lower value divided by the upper
// @column gap 差距 · upper value less the lower
// @column pace 年均变化 · change of one place's target a year
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added one of the figures
// @column upper_id 上侧数字标识 · the upper figure's identifier
// @column lower_id 下侧数字标识 · the lower figure's identifier
// :param metric => '共富工坊';
// :param document => '330200/2023/甬政办发-2023-4';

MATCH (a:TargetAlignment)-[:UPPER_FIGURE]->(u:Figure)<-[:HAS_FIGURE]-(um:Measure)-[:IN_DOCUMENT]->(ud:Document),
      (a)-[:LOWER_FIGURE]->(l:Figure)<-[:HAS_FIGURE]-(lm:Measure)-[:IN_DOCUMENT]->(ld:Document)
WHERE ($document = '' OR ud.id = $document OR ld.id = $document)
  AND ($metric = '' OR u.metric CONTAINS $metric OR l.metric CONTAINS $metric)
OPTIONAL MATCH (ld)-[:JURISDICTION]->(r:Region)
RETURN a.relation AS relation, ud.level AS upper_level, ud.stem AS upper_document, um.path AS upper_path, u.metric AS upper_metric,
       u.value AS upper_value, u.period AS upper_period, r.labelZh AS lower_place, ld.stem AS lower_document,
       lm.path AS lower_path, l.metric AS lower_metric, l.value AS lower_value, l.period AS lower_period,
       l.unit AS unit, a.share AS share, a.gap AS gap, a.pace AS pace,
       coalesce(u.reviewed, l.reviewed) AS reviewed, u.id AS upper_id, l.id AS lower_id
