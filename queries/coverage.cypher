// @title 主题与文件的覆盖表 · Coverage of themes by documents
// @answers 每个主题在每份文件中有几条措施；零也列出，零即空白。 · How many measures each document has on each theme; zeros are listed, they are the gaps.
// @parameter theme (theme) default="" example="theme/automobile" 只看这一主题 · this theme only
// @parameter level (level) default="" example="province" 只看这一层级的文件 · documents of this level only
// @column theme 主题 · theme
// @column level 层级 · level of the document
// @column document 文件简称 · the document's stem
// @column measures 措施数 · measures about the theme
// @column main 以此为主的措施数 · measures with it as their main theme
// @column theme_id 主题标识 · the theme's identifier
// @column document_id 文件标识 · the document's identifier
// :param theme => 'theme/automobile';
// :param level => 'province';

MATCH (d:Document), (t:Theme)
WHERE ($theme = '' OR t.id = $theme) AND ($level = '' OR d.level = $level)
OPTIONAL MATCH (d)<-[:IN_DOCUMENT]-(m:Measure)-[:ABOUT]->(t)
OPTIONAL MATCH (m)-[f:MAIN_THEME]->(t)
RETURN t.labelZh AS theme, d.level AS level, d.stem AS document, count(DISTINCT m.id) AS measures, count(f) AS main,
       t.id AS theme_id, d.id AS document_id
