// @title 概念的稀有与分布 · Concepts by rarity and spread
// @answers 每个概念出现在几条措施、几份文件、几个地区，少者稀有。 · In how many measures, documents and places each concept occurs; the fewer, the rarer.
// @parameter theme (theme) default="" example="theme/brand" 只看这一主题之下的概念 · concepts below this theme only
// @column concept 概念 · concept
// @column documents 文件数 · number of documents
// @column places 地区数 · number of places
// @column measures 措施数 · number of measures
// @column concept_id 概念标识 · the concept's identifier
// @sort -documents -measures concept
// :param theme => 'theme/brand';

MATCH (t:Theme)<-[:BROADER*1..8]-(c:Concept)
WHERE $theme = '' OR t.id = $theme
WITH DISTINCT c
MATCH (c)<-[:MENTIONS_CONCEPT]-(m:Measure)-[:IN_DOCUMENT]->(d:Document)
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN c.labelZh AS concept, count(DISTINCT d.id) AS documents, count(DISTINCT r.id) AS places,
       count(DISTINCT m.id) AS measures, c.id AS concept_id
