// @title 补贴的比例、上限和期限 · Subsidies with rate, cap and period
// @answers 运用某种政策工具（默认补贴）的措施中的规则数字：比例、上限、数额及其期间。 · The rule's numbers of measures that use an instrument (subsidy unless told otherwise): rates, caps and amounts with their period.
// @parameter instrument (instrument) default="instrument/subsidy" example="instrument/subsidy" 政策工具 · the instrument
// @parameter theme (theme) default="" example="theme/automobile" 只看这一主题 · this theme only
// @column place 地区 · place
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column kind 类别：rate 比例、cap 上限、amount 数额 · rate, cap or amount
// @column metric 指标 · what is counted
// @column comparator 比较符 · comparator
// @column value 数值 · value
// @column value_max 数值上限 · greatest value of a range
// @column unit 单位 · unit
// @column period 期间 · period
// @column valid_until 文件有效至 · last day in force of the document
// @column quote 引文 · the words of the document
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the figure
// @column figure_id 数字标识 · the figure's identifier
// :param instrument => 'instrument/subsidy';
// :param theme => 'theme/automobile';

MATCH (:Instrument {id: $instrument})<-[:USES_INSTRUMENT]-(m:Measure)-[:HAS_FIGURE]->(f:Figure {figureType: 'parameter'}),
      (m)-[:IN_DOCUMENT]->(d:Document)
WHERE $theme = '' OR EXISTS { MATCH (m)-[:ABOUT]->(:Theme {id: $theme}) }
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title,
       CASE WHEN f.unit = '%' THEN 'rate' WHEN f.comparator IN ['<=', '<'] THEN 'cap' ELSE 'amount' END AS kind,
       f.metric AS metric, f.comparator AS comparator, f.value AS value, f.valueMax AS value_max, f.unit AS unit,
       f.period AS period, d.validUntil AS valid_until, f.quote AS quote, f.reviewed AS reviewed,
       f.id AS figure_id
