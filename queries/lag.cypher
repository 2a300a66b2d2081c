// @title 从国家到省市的时滞 · Lag from nation to province to city
// @answers 每对有对应措施的上下级文件相隔多少天；更早发布的为负。 · For every two documents with corresponding measures, how many days the lower one came after the upper; negative where it came first.
// @parameter place (place) default="" example="region/330200" 下级地区 · place of the lower document
// @column upper_level 上级层级 · level of the upper document
// @column upper_document 上级文件 · upper document
// @column upper_issued 上级日期 · its day of issue
// @column lower_level 下级层级 · level of the lower document
// @column lower_place 下级地区 · its place
// @column lower_document 下级文件 · lower document
// @column lower_issued 下级日期 · its day of issue
// @column relation 对应关系 · relation
// @column lag_days 时滞（天） · days between them
// @column links 对应数 · number of links
// @column direct 直接对应数 · how many of them are direct
// :param place => 'region/330200';

MATCH (r:Region)<-[:JURISDICTION]-(l:Document)<-[:IN_DOCUMENT]-(:Measure)<-[:LOWER_MEASURE]-(a:Alignment)-[:UPPER_MEASURE]->(:Measure)-[:IN_DOCUMENT]->(u:Document)
WHERE a.relation <> 'parallels' AND ($place = '' OR r.id = $place)
RETURN u.level AS upper_level, u.stem AS upper_document, u.issuedOn AS upper_issued, l.level AS lower_level,
       r.labelZh AS lower_place, l.stem AS lower_document, l.issuedOn AS lower_issued, a.relation AS relation,
       a.lagDays AS lag_days, count(a) AS links, sum(CASE WHEN a.strength = 'direct' THEN 1 ELSE 0 END) AS direct
