// @title 没有地方对应的上级措施 · Measures with no local counterpart, by place
// @answers 一份文件的措施中，在其下各地区（有文件与之对照者）没有对应措施的，逐地区列出。 · The measures of a document that no document of a place below it corresponds to, for every place below with a document that was compared with it.
// @parameter document (document) example="100000/2022/国办发-2022-9" 上级文件 · the upper document
// @parameter place (place) default="" example="region/330200" 只看这一地区 · this place only
// @column place 下级地区 · the place without a counterpart
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column role 角色 · measure, general or safeguard
// @column theme 主要主题 · its main theme
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the main theme
// @column place_id 地区标识 · the place's identifier
// @column measure_id 措施标识 · the measure's identifier
// :param document => '100000/2022/国办发-2022-9';
// :param place => 'region/330200';

MATCH (d:Document {id: $document})<-[:IN_DOCUMENT]-(m:Measure)
OPTIONAL MATCH (m)-[:MAIN_THEME]->(t:Theme)
OPTIONAL MATCH (m)<-[:IN_MEASURE]-(:Sentence)<-[:IN_SENTENCE]-(x:Mention {reviewed: true})-[:MENTION_OF]->(t)
WITH DISTINCT d, m, t, x.reviewed AS reviewed
MATCH (d)<-[:COMPARED_WITH]-(:Document)-[:JURISDICTION]->(r:Region)
WITH DISTINCT d, m, t, reviewed, r
MATCH (r)-[:PART_OF*1..3]->(above:Region)<-[:JURISDICTION]-(d)
WHERE ($place = '' OR r.id = $place) AND NOT EXISTS {
  MATCH (m)<-[:UPPER_MEASURE]-(:Alignment)-[:LOWER_MEASURE]->(:Measure)-[:IN_DOCUMENT]->(:Document)-[:JURISDICTION]->(s:Region)
  WHERE s.id = r.id
}
RETURN DISTINCT r.labelZh AS place, m.path AS path, m.title AS title, m.role AS role, t.labelZh AS theme, reviewed AS reviewed,
       r.id AS place_id, m.id AS measure_id
