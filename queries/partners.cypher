// @title 与一个单位共事的单位 · Who works with an agency
// @answers 与一个单位共同承担措施的单位，按共同措施数。 · The agencies that answer for measures together with one agency, by how many.
// @parameter agency (agency) example="agency/330000/commerce" 单位 · the agency
// @column partner 共事单位 · the other agency
// @column place 地区 · its place
// @column measures 共同措施数 · measures they share
// @column documents 文件数 · in how many documents
// @column partner_id 单位标识 · the other agency's identifier
// @sort -measures -documents partner
// :param agency => 'agency/330000/commerce';

MATCH (a:Agency {id: $agency})<-[:HELD_BY]-(:Responsibility)-[:OF_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document)
WITH DISTINCT a, m, d
MATCH (m)<-[:OF_MEASURE]-(:Responsibility)-[:HELD_BY]->(b:Agency)
WHERE b.id <> a.id
OPTIONAL MATCH (b)-[:IN_REGION]->(r:Region)
RETURN b.labelZh AS partner, r.labelZh AS place, count(DISTINCT m.id) AS measures, count(DISTINCT d.id) AS documents,
       b.id AS partner_id
