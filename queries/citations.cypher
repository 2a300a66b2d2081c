// @title 引用的文件 · Citations
// @answers 文件中对其他文件的引用，库中收有的指明是哪一份。 · The places where documents cite others, and which of those the graph holds.
// @parameter document (document) default="" example="140000/2023/晋政办发-2023-65" 只看这一文件 · this document only
// @parameter text (text) default="" example="回收" 标题或文号含这些字 · cited titles or numbers that hold this text
// @column document 文件简称 · the citing document's stem
// @column path 编号 · the citing item's number
// @column cited_title 所引标题 · title cited
// @column cited_number 所引文号 · number cited
// @column cited_body 所引机关 · whose order is carried out, where no document is named
// @column cited_document 库中文件 · the document of the graph that it means
// @column repealed 废止 · whether it is put out of force
// @column quote 引文 · the words of the document
// @column citation_id 引用标识 · the citation's identifier
// :param document => '140000/2023/晋政办发-2023-65';
// :param text => '回收';

MATCH (d:Document)<-[:IN_DOCUMENT]-(c:Citation)
WHERE ($document = '' OR d.id = $document)
  AND ($text = '' OR c.citedTitle CONTAINS $text OR c.citedNumber CONTAINS $text)
OPTIONAL MATCH (c)-[:REFERS_TO]->(h:Document)
RETURN d.stem AS document, CASE WHEN false THEN d.stem END AS path, c.citedTitle AS cited_title,
       c.citedNumber AS cited_number, c.citedBody AS cited_body, h.stem AS cited_document, c.repealed AS repealed, c.quote AS quote,
       c.id AS citation_id
UNION ALL
MATCH (d:Document)<-[:IN_DOCUMENT]-(m:Measure)<-[:IN_MEASURE]-(c:Citation)
WHERE ($document = '' OR d.id = $document)
  AND ($text = '' OR c.citedTitle CONTAINS $text OR c.citedNumber CONTAINS $text)
OPTIONAL MATCH (c)-[:REFERS_TO]->(h:Document)
RETURN d.stem AS document, m.path AS path, c.citedTitle AS cited_title, c.citedNumber AS cited_number,
       c.citedBody AS cited_body, h.stem AS cited_document, c.repealed AS repealed, c.quote AS quote,
       c.id AS citation_id
