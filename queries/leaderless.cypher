// @title 无人牵头的措施 · Measures led by nobody
// @answers 没有牵头单位的措施（总体要求除外）及其责任单位数；为零即无人负责。 · The measures without a lead agency (general requirements left out), and how many agencies they have; none at all where it is 0.
// @parameter document (document) default="" example="330200/2023/甬政办发-2023-4" 只看这一文件 · this document only
// @parameter level (level) default="" example="city" 只看这一层级的文件 · documents of this level only
// @column place 地区 · place
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column role 角色 · measure or safeguard
// @column agencies 责任单位数 · number of agencies
// @column localities 地方政府负责 · whether local governments answer for it
// @column measure_id 措施标识 · the measure's identifier
// :param document => '330200/2023/甬政办发-2023-4';
// :param level => 'city';

MATCH (m:Measure)-[:IN_DOCUMENT]->(d:Document)
WHERE m.role <> 'general' AND ($document = '' OR d.id = $document) AND ($level = '' OR d.level = $level)
  AND NOT EXISTS { MATCH (m)<-[:OF_MEASURE]-(:Responsibility {manner: 'lead'}) }
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
OPTIONAL MATCH (m)<-[:OF_MEASURE]-(:Responsibility)-[:HELD_BY]->(a:Agency)
RETURN r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title, m.role AS role,
       count(DISTINCT a.id) AS agencies, m.localities AS localities, m.id AS measure_id
