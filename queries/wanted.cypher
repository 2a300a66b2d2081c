// @title 待收的文件 · Wanted documents
// @answers 被引用而库中没有的文件：引用几次、有几份文件引用、由谁引用；引用最多的在前。 · The documents that are cited and not held: how often, by how many documents and by which; the most cited first.
// @parameter place (place) default="" example="region/140000" 只看这一地区的文件所引的 · cited by documents of this place only
// @parameter text (text) default="" example="回收" 标题或文号含这些字 · titles or numbers that hold this text
// @column title 标题 · title as cited
// @column number 发文字号 · document number
// @column times 引用次数 · how often it is cited
// @column documents 引用文件数 · how many documents cite it
// @column announced 待制定 · whether it is only said that it is to be made
// @column cited_by 引用文件 · a document that cites it
// @column cited_in 引用地区 · that document's place
// @column wanted_id 待收文件标识 · the wanted document's identifier
// @sort -times -documents wanted_id cited_by
// :param place => 'region/140000';
// :param text => '回收';

MATCH (w:WantedDocument)<-[:WANTS]-(d:Document)
WHERE ($place = '' OR EXISTS { MATCH (d)-[:JURISDICTION]->(:Region {id: $place}) })
  AND ($text = '' OR w.title CONTAINS $text OR w.documentNumber CONTAINS $text)
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN w.title AS title, w.documentNumber AS number,
       COUNT { MATCH (w)<-[:REFERS_TO]-(:Citation) } AS times,
       COUNT { MATCH (w)<-[:WANTS]-(:Document) } AS documents, w.announced AS announced, d.stem AS cited_by,
       r.labelZh AS cited_in, w.id AS wanted_id
