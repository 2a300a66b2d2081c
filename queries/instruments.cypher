// @title 各主题各层级运用的政策工具 · Instruments by theme and level
// @answers 每种政策工具在各主题（按主要主题）、各层级的措施数。 · How many measures of each main theme and level use each policy instrument.
// @parameter theme (theme) default="" example="theme/automobile" 只看这一主要主题 · this main theme only
// @parameter level (level) default="" example="province" 只看这一层级的文件 · documents of this level only
// @column instrument 政策工具 · instrument
// @column theme 主要主题 · main theme
// @column level 层级 · level
// @column measures 措施数 · number of measures
// @column documents 文件数 · number of documents
// @column instrument_id 工具标识 · the instrument's identifier
// @column theme_id 主题标识 · the theme's identifier
// @sort instrument theme level
// :param theme => 'theme/automobile';
// :param level => 'province';

MATCH (i:Instrument)<-[:USES_INSTRUMENT]-(m:Measure)-[:MAIN_THEME]->(t:Theme), (m)-[:IN_DOCUMENT]->(d:Document)
WHERE ($theme = '' OR t.id = $theme) AND ($level = '' OR d.level = $level)
RETURN i.labelZh AS instrument, t.labelZh AS theme, d.level AS level, count(DISTINCT m.id) AS measures,
       count(DISTINCT d.id) AS documents, i.id AS instrument_id, t.id AS theme_id
