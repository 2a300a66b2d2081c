// @title 修复和存疑的数字 · Repaired and doubtful figures
// @answers 小数点已修复或数值可疑的数字及其理由，供核对原文。 · The figures whose decimal point was put back, or that are implausible, with the reason, to be checked against the source.
// @parameter document (document) default="" example="330000/2023/浙政办发-2023-26" 只看这一文件 · this document only
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column metric 指标 · what is counted
// @column value 数值 · value
// @column unit 单位 · unit
// @column repaired 小数点已修复 · whether a decimal point was put back
// @column note 说明 · why
// @column doubt 存疑 · why it is doubtful
// @column quote 引文 · the words of the document
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the figure
// @column figure_id 数字标识 · the figure's identifier
// :param document => '330000/2023/浙政办发-2023-26';

MATCH (d:Document)<-[:IN_DOCUMENT]-(m:Measure)-[:HAS_FIGURE]->(f:Figure)
WHERE ($document = '' OR d.id = $document) AND (f.decimalRepaired OR f.doubt IS NOT NULL)
RETURN d.stem AS document, m.path AS path, m.title AS title, f.metric AS metric, f.value AS value, f.unit AS unit,
       f.decimalRepaired AS repaired, f.note AS note, f.doubt AS doubt, f.quote AS quote, f.reviewed AS reviewed,
       f.id AS figure_id
