// @title 反复出现的专项行动 · Programmes that recur, and where
// @answers 在至少若干份文件中出现的专项行动，逐文件列出。 · The programmes that several documents name, and in which.
// @parameter minimum (integer) default=2 example=2 至少几份文件 · in at least so many documents
// @column programme 专项行动 · programme
// @column documents 文件数 · in how many documents
// @column level 层级 · level
// @column place 地区 · place
// @column document 文件简称 · the document's stem
// @column measures 措施数 · measures that name it there
// @column programme_id 专项行动标识 · the programme's identifier
// @sort -documents programme level place document
// :param minimum => 2;

MATCH (p:Programme)<-[:PART_OF_PROGRAMME]-(:Measure)-[:IN_DOCUMENT]->(x:Document)
WITH p, count(DISTINCT x.id) AS documents
WHERE documents >= $minimum
MATCH (p)<-[:PART_OF_PROGRAMME]-(m:Measure)-[:IN_DOCUMENT]->(d:Document)
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN p.labelZh AS programme, documents AS documents, d.level AS level, r.labelZh AS place, d.stem AS document,
       count(DISTINCT m.id) AS measures, p.id AS programme_id
