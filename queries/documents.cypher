// @title 文件一览 · Documents and their headers
// @answers 库中的文件：层级、地区、日期、文号、发文机关、效力和措施数；联合发文每个机关一行。 · The documents of the graph: level, place, date, number, issuer, validity and number of measures; a row for each issuer.
// @parameter level (level) default="" example="city" 只看这一层级的文件 · documents of this level only
// @parameter place (place) default="" example="region/330200" 只看这一地区的文件 · documents of this place only
// @parameter year (year) default="" example="2023" 发文年份 · year of issue
// @column level 层级 · level
// @column place 地区 · place
// @column issued 发文日期 · day of issue
// @column issued_kind 日期类别 · signed, printed or published
// @column document 文件简称 · the document's stem
// @column number 发文字号 · document number
// @column title 标题 · title
// @column issuer 发文机关 · issuer
// @column valid_from 生效日期 · first day in force
// @column valid_until 失效日期 · last day in force
// @column measures 措施数 · number of measures
// @column source 来源 · source
// @column document_id 文件标识 · the document's identifier
// :param level => 'city';
// :param place => 'region/330200';
// :param year => '2023';

MATCH (d:Document)<-[:IN_DOCUMENT]-(m:Measure)
WHERE ($level = '' OR d.level = $level) AND ($year = '' OR d.issuedOn STARTS WITH $year)
  AND ($place = '' OR EXISTS { MATCH (d)-[:JURISDICTION]->(:Region {id: $place}) })
WITH d, count(m) AS measures
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
OPTIONAL MATCH (d)-[:ISSUED_BY]->(a:Agency)
RETURN d.level AS level, r.labelZh AS place, d.issuedOn AS issued, d.issuedOnKind AS issued_kind, d.stem AS document,
       d.documentNumber AS number, d.title AS title, a.labelZh AS issuer, d.validFrom AS valid_from,
       d.validUntil AS valid_until, measures AS measures, d.source AS source, d.id AS document_id
