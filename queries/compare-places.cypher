// @title 两地在同一主题上的措施 · Two places compared on a theme
// @answers 两个地区的文件在同一主题上的全部措施，附数字和责任单位的个数。 · All measures of the documents of two places on one theme, with how many figures and agencies each has.
// @parameter place (place) example="region/330000" 一地 · one place
// @parameter other (place) example="region/140000" 另一地 · the other place
// @parameter theme (theme) example="theme/automobile" 主题 · the theme
// @column place 地区 · place
// @column issued 发文日期 · day of issue
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column main 是否以此为主 · whether it is the main theme
// @column figures 数字个数 · number of figures
// @column agencies 责任单位数 · number of agencies
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added that it is about the theme
// @column measure_id 措施标识 · the measure's identifier
// :param place => 'region/330000';
// :param other => 'region/140000';
// :param theme => 'theme/automobile';

MATCH (:Theme {id: $theme})<-[:ABOUT]-(m:Measure)-[:IN_DOCUMENT]->(d:Document)-[:JURISDICTION]->(r:Region)
WHERE r.id = $place OR r.id = $other
OPTIONAL MATCH (m)-[:MAIN_THEME]->(t:Theme)
OPTIONAL MATCH (m)-[:HAS_FIGURE]->(f:Figure)
OPTIONAL MATCH (m)<-[:OF_MEASURE]-(:Responsibility)-[:HELD_BY]->(a:Agency)
OPTIONAL MATCH (m)<-[:IN_MEASURE]-(:Sentence)<-[:IN_SENTENCE]-(x:Mention {reviewed: true})-[:MENTION_OF]->(:Theme {id: $theme})
RETURN r.labelZh AS place, d.issuedOn AS issued, d.stem AS document, m.path AS path, m.title AS title,
       coalesce(t.id = $theme, false) AS main, count(DISTINCT f.id) AS figures, count(DISTINCT a.id) AS agencies,
       x.reviewed AS reviewed, m.id AS measure_id
