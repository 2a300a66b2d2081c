// @title 一个条线从国家到地方的单位 · Agencies of one line of work from nation to city
// @answers 属于同一条线的各级单位及其承担的措施数。 · The agencies of all levels that belong to one line of work, and how many measures they answer for.
// @parameter line (line) example="line/commerce" 条线 · the line of work
// @column level 层级 · level
// @column place 地区 · place
// @column agency 单位 · agency
// @column kind 类别 · kind of agency
// @column measures 措施数 · measures it answers for
// @column documents 文件数 · in how many documents
// @column agency_id 单位标识 · the agency's identifier
// @sort level place -measures agency
// :param line => 'line/commerce';

MATCH (:LineOfWork {id: $line})<-[:IN_LINE]-(a:Agency)
OPTIONAL MATCH (a)-[:IN_REGION]->(r:Region)
OPTIONAL MATCH (a)<-[:HELD_BY]-(:Responsibility)-[:OF_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document)
RETURN r.level AS level, r.labelZh AS place, a.labelZh AS agency, a.kind AS kind, count(DISTINCT m.id) AS measures,
       count(DISTINCT d.id) AS documents, a.id AS agency_id
