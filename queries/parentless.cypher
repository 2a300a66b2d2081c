// @title 没有上级来源的地方措施 · Local measures with no parent
// @answers 地方文件中不对应任何上级措施的措施；只看已与上级文件对照过的文件。 · The measures of local documents that correspond to no measure above; only of documents that were compared with one of a place above.
// @parameter document (document) default="" example="330200/2023/甬政办发-2023-4" 只看这一文件 · this document only
// @column place 地区 · place
// @column issued 发文日期 · day of issue
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column role 角色 · measure, general or safeguard
// @column theme 主要主题 · its main theme
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the main theme
// @column measure_id 措施标识 · the measure's identifier
// :param document => '330200/2023/甬政办发-2023-4';

// A plan of another place above that was passed over, being about another matter, is no parent that was looked for.
MATCH (d:Document)-[:COMPARED_WITH]->(:Document)-[:JURISDICTION]->(s:Region)
WHERE $document = '' OR d.id = $document
WITH DISTINCT d, s
MATCH (d)-[:JURISDICTION]->(r:Region)-[:PART_OF*1..3]->(above:Region)
WHERE above.id = s.id
WITH DISTINCT d, r
MATCH (d)<-[:IN_DOCUMENT]-(m:Measure)
WHERE NOT EXISTS {
  MATCH (m)<-[:LOWER_MEASURE]-(a:Alignment)
  WHERE a.relation IN ['implements', 'anticipates', 'relatesTo']
}
OPTIONAL MATCH (m)-[:MAIN_THEME]->(t:Theme)
OPTIONAL MATCH (m)<-[:IN_MEASURE]-(:Sentence)<-[:IN_SENTENCE]-(x:Mention {reviewed: true})-[:MENTION_OF]->(t)
RETURN DISTINCT r.labelZh AS place, d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title, m.role AS role,
       t.labelZh AS theme, x.reviewed AS reviewed, m.id AS measure_id
