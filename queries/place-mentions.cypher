// @title 点名一个地区的措施 · Measures that name a place
// @answers 点名一个地区或其下地区的措施。 · The measures that single out a place, or one within it.
// @parameter place (place) example="region/330200" 被点名的地区 · the place named
// @column named 点名的地区 · the place named
// @column level 层级 · level of the document
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column role 角色 · measure, general or safeguard
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the mention
// @column named_id 地区标识 · the named place's identifier
// @column measure_id 措施标识 · the measure's identifier
// :param place => 'region/330200';

MATCH (:Region {id: $place})<-[:PART_OF*0..3]-(n:Region)
WITH DISTINCT n
MATCH (n)<-[:NAMES_PLACE]-(m:Measure)-[:IN_DOCUMENT]->(d:Document)
OPTIONAL MATCH (m)<-[:IN_MEASURE]-(:Sentence)<-[:IN_SENTENCE]-(x:Mention {reviewed: true})-[:MENTION_OF]->(n)
RETURN DISTINCT n.labelZh AS named, d.level AS level, d.stem AS document, m.path AS path, m.title AS title, m.role AS role,
       x.reviewed AS reviewed, n.id AS named_id, m.id AS measure_id
