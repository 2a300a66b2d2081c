// @title 提到一段文字的措施 · Measures that mention a text
// @answers 正文含一段文字的句子及其措施；版面的空白和换行不计。 · The sentences that hold a text, with their measures; white space and line ends of the layout do not count.
// @parameter text (text) example="消费券" 要找的文字 · the text to look for
// @parameter level (level) default="" example="city" 只看这一层级的文件 · documents of this level only
// @column level 层级 · level
// @column place 地区 · place
// @column document 文件简称 · the document's stem
// @column path 编号 · the item's number
// @column title 标题 · the item's title
// @column sentence 句子 · the sentence
// @column measure_id 措施标识 · the measure's identifier
// :param text => '消费券';
// :param level => 'city';

MATCH (s:Sentence)-[:IN_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document)
WHERE replace(replace(replace(replace(s.text, ' ', ''), '\n', ''), '\t', ''), '　', '')
      CONTAINS replace(replace(replace(replace($text, ' ', ''), '\n', ''), '\t', ''), '　', '')
  AND ($level = '' OR d.level = $level)
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
RETURN d.level AS level, r.labelZh AS place, d.stem AS document, m.path AS path, m.title AS title, s.text AS sentence,
       m.id AS measure_id
