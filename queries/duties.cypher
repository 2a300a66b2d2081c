// @title 一个单位的全部责任 · All duties of an agency over documents
// @answers 一个单位（含改革前的前身）在各文件中承担的措施。 · The measures that an agency answers for in all documents, those of the bodies it succeeded included.
// @parameter agency (agency) example="agency/330000/commerce" 单位 · the agency
// @column issued 发文日期 · day of issue
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column agency 当时的单位 · the body at the time
// @column manner 方式 · responsible, lead, joint or support
// @column origin 出处：note 附注、text 正文 · responsibility note or running text
// @column printed 印刷名称 · the name as printed
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added it
// @column measure_id 措施标识 · the measure's identifier
// :param agency => 'agency/330000/commerce';

MATCH (:Agency {id: $agency})<-[:SUCCEEDED_BY*0..5]-(b:Agency)
WITH DISTINCT b
MATCH (b)<-[:HELD_BY]-(r:Responsibility)-[:OF_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document)
RETURN d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title, b.labelZh AS agency,
       r.manner AS manner, r.origin AS origin, r.printedName AS printed, r.reviewed AS reviewed,
       m.id AS measure_id
