// @title 某日有效的文件 · What was in force on a date
// @answers 某日之前（含当日）发布的文件在当日的效力：in force 有效、not yet 未生效、expired 已失效、replaced 已废止或替代；未写明有效期的视为有效。 · The state, on one day, of the documents issued by then: in force, not yet, expired or replaced; in force where a document does not say how long it is.
// @parameter date (date) example="2024-06-30" 日期 · the day
// @parameter place (place) default="" example="region/330200" 只看这一地区的文件 · documents of this place only
// @column status 状态 · in force, not yet, expired or replaced
// @column level 层级 · level
// @column place 地区 · place
// @column document 文件简称 · the document's stem
// @column number 发文字号 · document number
// @column title 标题 · title
// @column issued 发文日期 · day of issue
// @column valid_from 生效日期 · first day in force
// @column valid_until 失效日期 · last day in force
// @column replaced_by 替代文件 · the document that replaced it
// @column document_id 文件标识 · the document's identifier
// @sort status level place issued document
// :param date => '2024-06-30';
// :param place => 'region/330200';

MATCH (d:Document)
WHERE d.issuedOn <= $date AND ($place = '' OR EXISTS { MATCH (d)-[:JURISDICTION]->(:Region {id: $place}) })
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
OPTIONAL MATCH (d)<-[:REPLACES]-(n:Document)
WHERE n.issuedOn <= $date
RETURN CASE WHEN n.stem IS NOT NULL THEN 'replaced'
            WHEN coalesce(d.validUntil, '9999') < $date THEN 'expired'
            WHEN coalesce(d.validFrom, d.issuedOn) > $date THEN 'not yet' ELSE 'in force' END AS status,
       d.level AS level, r.labelZh AS place, d.stem AS document, d.documentNumber AS number, d.title AS title,
       d.issuedOn AS issued, d.validFrom AS valid_from, d.validUntil AS valid_until, n.stem AS replaced_by,
       d.id AS document_id
