// @title 一个节点的邻居 · Neighbourhood of a node
// @answers 与一个节点直接相连的全部节点、关系及方向。 · All nodes that are joined to a node by one relation, with the relation and its direction.
// @parameter node (node) example="330200/2023/甬政办发-2023-4/2.1.3" 节点 · the node
// @column direction 方向：out 由它指出、in 指向它 · out from the node, or in to it
// @column relation 关系 · relation
// @column class 类别 · class of the other node
// @column name 名称 · what the other node is called
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the other node
// @column other_id 邻居标识 · the other node's identifier
// :param node => '330200/2023/甬政办发-2023-4/2.1.3';

MATCH (:Measure {id: $node})-[:ABOUT]->(n:Theme) RETURN 'out' AS direction, 'about' AS relation, 'Theme' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:ABOUT]->(:Theme {id: $node}) RETURN 'in' AS direction, 'about' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:ANTICIPATES]->(n:Measure) RETURN 'out' AS direction, 'anticipates' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:ANTICIPATES]->(:Measure {id: $node}) RETURN 'in' AS direction, 'anticipates' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Concept {id: $node})-[:BROADER]->(n:Concept) RETURN 'out' AS direction, 'broader' AS relation, 'Concept' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Concept)-[:BROADER]->(:Concept {id: $node}) RETURN 'in' AS direction, 'broader' AS relation, 'Concept' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Concept {id: $node})-[:BROADER]->(n:Theme) RETURN 'out' AS direction, 'broader' AS relation, 'Theme' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Concept)-[:BROADER]->(:Theme {id: $node}) RETURN 'in' AS direction, 'broader' AS relation, 'Concept' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:CHARGED_AGENCY]->(n:Agency) RETURN 'out' AS direction, 'chargedAgency' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:CHARGED_AGENCY]->(:Agency {id: $node}) RETURN 'in' AS direction, 'chargedAgency' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Document {id: $node})-[:CITES]->(n:Document) RETURN 'out' AS direction, 'cites' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Document)-[:CITES]->(:Document {id: $node}) RETURN 'in' AS direction, 'cites' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Document {id: $node})-[:COMPARED_WITH]->(n:Document) RETURN 'out' AS direction, 'comparedWith' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Document)-[:COMPARED_WITH]->(:Document {id: $node}) RETURN 'in' AS direction, 'comparedWith' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:CONTINUES]->(n:Measure) RETURN 'out' AS direction, 'continues' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:CONTINUES]->(:Measure {id: $node}) RETURN 'in' AS direction, 'continues' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:NearCopy {id: $node})-[:COPY_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'copyMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:NearCopy)-[:COPY_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'copyMeasure' AS relation, 'NearCopy' AS class, CASE WHEN false THEN n.id END AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:HAS_FIGURE]->(n:Figure) RETURN 'out' AS direction, 'hasFigure' AS relation, 'Figure' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:HAS_FIGURE]->(:Figure {id: $node}) RETURN 'in' AS direction, 'hasFigure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Responsibility {id: $node})-[:HELD_BY]->(n:Agency) RETURN 'out' AS direction, 'heldBy' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Responsibility)-[:HELD_BY]->(:Agency {id: $node}) RETURN 'in' AS direction, 'heldBy' AS relation, 'Responsibility' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:IMPLEMENTS]->(n:Measure) RETURN 'out' AS direction, 'implements' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:IMPLEMENTS]->(:Measure {id: $node}) RETURN 'in' AS direction, 'implements' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Citation {id: $node})-[:IN_DOCUMENT]->(n:Document) RETURN 'out' AS direction, 'inDocument' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Citation)-[:IN_DOCUMENT]->(:Document {id: $node}) RETURN 'in' AS direction, 'inDocument' AS relation, 'Citation' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:IN_DOCUMENT]->(n:Document) RETURN 'out' AS direction, 'inDocument' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:IN_DOCUMENT]->(:Document {id: $node}) RETURN 'in' AS direction, 'inDocument' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Section {id: $node})-[:IN_DOCUMENT]->(n:Document) RETURN 'out' AS direction, 'inDocument' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Section)-[:IN_DOCUMENT]->(:Document {id: $node}) RETURN 'in' AS direction, 'inDocument' AS relation, 'Section' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Taskforce {id: $node})-[:IN_DOCUMENT]->(n:Document) RETURN 'out' AS direction, 'inDocument' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Taskforce)-[:IN_DOCUMENT]->(:Document {id: $node}) RETURN 'in' AS direction, 'inDocument' AS relation, 'Taskforce' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Agency {id: $node})-[:IN_LINE]->(n:LineOfWork) RETURN 'out' AS direction, 'inLine' AS relation, 'LineOfWork' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Agency)-[:IN_LINE]->(:LineOfWork {id: $node}) RETURN 'in' AS direction, 'inLine' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Citation {id: $node})-[:IN_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'inMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Citation)-[:IN_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'inMeasure' AS relation, 'Citation' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Sentence {id: $node})-[:IN_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'inMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Sentence)-[:IN_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'inMeasure' AS relation, 'Sentence' AS class, coalesce(n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Agency {id: $node})-[:IN_REGION]->(n:Region) RETURN 'out' AS direction, 'inRegion' AS relation, 'Region' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Agency)-[:IN_REGION]->(:Region {id: $node}) RETURN 'in' AS direction, 'inRegion' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:IN_SECTION]->(n:Section) RETURN 'out' AS direction, 'inSection' AS relation, 'Section' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:IN_SECTION]->(:Section {id: $node}) RETURN 'in' AS direction, 'inSection' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Section {id: $node})-[:IN_SECTION]->(n:Section) RETURN 'out' AS direction, 'inSection' AS relation, 'Section' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Section)-[:IN_SECTION]->(:Section {id: $node}) RETURN 'in' AS direction, 'inSection' AS relation, 'Section' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Citation {id: $node})-[:IN_SENTENCE]->(n:Sentence) RETURN 'out' AS direction, 'inSentence' AS relation, 'Sentence' AS class, coalesce(n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Citation)-[:IN_SENTENCE]->(:Sentence {id: $node}) RETURN 'in' AS direction, 'inSentence' AS relation, 'Citation' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Figure {id: $node})-[:IN_SENTENCE]->(n:Sentence) RETURN 'out' AS direction, 'inSentence' AS relation, 'Sentence' AS class, coalesce(n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Figure)-[:IN_SENTENCE]->(:Sentence {id: $node}) RETURN 'in' AS direction, 'inSentence' AS relation, 'Figure' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Mention {id: $node})-[:IN_SENTENCE]->(n:Sentence) RETURN 'out' AS direction, 'inSentence' AS relation, 'Sentence' AS class, coalesce(n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Mention)-[:IN_SENTENCE]->(:Sentence {id: $node}) RETURN 'in' AS direction, 'inSentence' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Responsibility {id: $node})-[:IN_SENTENCE]->(n:Sentence) RETURN 'out' AS direction, 'inSentence' AS relation, 'Sentence' AS class, coalesce(n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Responsibility)-[:IN_SENTENCE]->(:Sentence {id: $node}) RETURN 'in' AS direction, 'inSentence' AS relation, 'Responsibility' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Document {id: $node})-[:ISSUED_BY]->(n:Agency) RETURN 'out' AS direction, 'issuedBy' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Document)-[:ISSUED_BY]->(:Agency {id: $node}) RETURN 'in' AS direction, 'issuedBy' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Document {id: $node})-[:JURISDICTION]->(n:Region) RETURN 'out' AS direction, 'jurisdiction' AS relation, 'Region' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Document)-[:JURISDICTION]->(:Region {id: $node}) RETURN 'in' AS direction, 'jurisdiction' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:TargetAlignment {id: $node})-[:LOWER_FIGURE]->(n:Figure) RETURN 'out' AS direction, 'lowerFigure' AS relation, 'Figure' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:TargetAlignment)-[:LOWER_FIGURE]->(:Figure {id: $node}) RETURN 'in' AS direction, 'lowerFigure' AS relation, 'TargetAlignment' AS class, coalesce(n.relation) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Alignment {id: $node})-[:LOWER_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'lowerMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Alignment)-[:LOWER_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'lowerMeasure' AS relation, 'Alignment' AS class, coalesce(n.relation) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:MAIN_THEME]->(n:Theme) RETURN 'out' AS direction, 'mainTheme' AS relation, 'Theme' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:MAIN_THEME]->(:Theme {id: $node}) RETURN 'in' AS direction, 'mainTheme' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Membership {id: $node})-[:MEMBER]->(n:Agency) RETURN 'out' AS direction, 'member' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Membership)-[:MEMBER]->(:Agency {id: $node}) RETURN 'in' AS direction, 'member' AS relation, 'Membership' AS class, coalesce(n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Mention {id: $node})-[:MENTION_OF]->(n:Concept) RETURN 'out' AS direction, 'mentionOf' AS relation, 'Concept' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Mention)-[:MENTION_OF]->(:Concept {id: $node}) RETURN 'in' AS direction, 'mentionOf' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Mention {id: $node})-[:MENTION_OF]->(n:Instrument) RETURN 'out' AS direction, 'mentionOf' AS relation, 'Instrument' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Mention)-[:MENTION_OF]->(:Instrument {id: $node}) RETURN 'in' AS direction, 'mentionOf' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Mention {id: $node})-[:MENTION_OF]->(n:Programme) RETURN 'out' AS direction, 'mentionOf' AS relation, 'Programme' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Mention)-[:MENTION_OF]->(:Programme {id: $node}) RETURN 'in' AS direction, 'mentionOf' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Mention {id: $node})-[:MENTION_OF]->(n:Region) RETURN 'out' AS direction, 'mentionOf' AS relation, 'Region' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Mention)-[:MENTION_OF]->(:Region {id: $node}) RETURN 'in' AS direction, 'mentionOf' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Mention {id: $node})-[:MENTION_OF]->(n:Theme) RETURN 'out' AS direction, 'mentionOf' AS relation, 'Theme' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Mention)-[:MENTION_OF]->(:Theme {id: $node}) RETURN 'in' AS direction, 'mentionOf' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:MENTIONS_CONCEPT]->(n:Concept) RETURN 'out' AS direction, 'mentionsConcept' AS relation, 'Concept' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:MENTIONS_CONCEPT]->(:Concept {id: $node}) RETURN 'in' AS direction, 'mentionsConcept' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:NAMES_PLACE]->(n:Region) RETURN 'out' AS direction, 'namesPlace' AS relation, 'Region' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:NAMES_PLACE]->(:Region {id: $node}) RETURN 'in' AS direction, 'namesPlace' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Responsibility {id: $node})-[:OF_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'ofMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Responsibility)-[:OF_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'ofMeasure' AS relation, 'Responsibility' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Membership {id: $node})-[:OF_TASKFORCE]->(n:Taskforce) RETURN 'out' AS direction, 'ofTaskforce' AS relation, 'Taskforce' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Membership)-[:OF_TASKFORCE]->(:Taskforce {id: $node}) RETURN 'in' AS direction, 'ofTaskforce' AS relation, 'Membership' AS class, coalesce(n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:PARALLELS]->(n:Measure) RETURN 'out' AS direction, 'parallels' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:PARALLELS]->(:Measure {id: $node}) RETURN 'in' AS direction, 'parallels' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Region {id: $node})-[:PART_OF]->(n:Region) RETURN 'out' AS direction, 'partOf' AS relation, 'Region' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Region)-[:PART_OF]->(:Region {id: $node}) RETURN 'in' AS direction, 'partOf' AS relation, 'Region' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:PART_OF_PROGRAMME]->(n:Programme) RETURN 'out' AS direction, 'partOfProgramme' AS relation, 'Programme' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:PART_OF_PROGRAMME]->(:Programme {id: $node}) RETURN 'in' AS direction, 'partOfProgramme' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Citation {id: $node})-[:REFERS_TO]->(n:Document) RETURN 'out' AS direction, 'refersTo' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Citation)-[:REFERS_TO]->(:Document {id: $node}) RETURN 'in' AS direction, 'refersTo' AS relation, 'Citation' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Citation {id: $node})-[:REFERS_TO]->(n:WantedDocument) RETURN 'out' AS direction, 'refersTo' AS relation, 'WantedDocument' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Citation)-[:REFERS_TO]->(:WantedDocument {id: $node}) RETURN 'in' AS direction, 'refersTo' AS relation, 'Citation' AS class, coalesce(n.labelZh, n.quote) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:RELATES_TO]->(n:Measure) RETURN 'out' AS direction, 'relatesTo' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:RELATES_TO]->(:Measure {id: $node}) RETURN 'in' AS direction, 'relatesTo' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Document {id: $node})-[:REPLACES]->(n:Document) RETURN 'out' AS direction, 'replaces' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Document)-[:REPLACES]->(:Document {id: $node}) RETURN 'in' AS direction, 'replaces' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:RESPONSIBLE_AGENCY]->(n:Agency) RETURN 'out' AS direction, 'responsibleAgency' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:RESPONSIBLE_AGENCY]->(:Agency {id: $node}) RETURN 'in' AS direction, 'responsibleAgency' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Review {id: $node})-[:REVIEWS]->(n:Alignment) RETURN 'out' AS direction, 'reviews' AS relation, 'Alignment' AS class, coalesce(n.relation) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Review)-[:REVIEWS]->(:Alignment {id: $node}) RETURN 'in' AS direction, 'reviews' AS relation, 'Review' AS class, coalesce(n.decision) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Review {id: $node})-[:REVIEWS]->(n:Figure) RETURN 'out' AS direction, 'reviews' AS relation, 'Figure' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Review)-[:REVIEWS]->(:Figure {id: $node}) RETURN 'in' AS direction, 'reviews' AS relation, 'Review' AS class, coalesce(n.decision) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Review {id: $node})-[:REVIEWS]->(n:Measure) RETURN 'out' AS direction, 'reviews' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Review)-[:REVIEWS]->(:Measure {id: $node}) RETURN 'in' AS direction, 'reviews' AS relation, 'Review' AS class, coalesce(n.decision) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Review {id: $node})-[:REVIEWS]->(n:Mention) RETURN 'out' AS direction, 'reviews' AS relation, 'Mention' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Review)-[:REVIEWS]->(:Mention {id: $node}) RETURN 'in' AS direction, 'reviews' AS relation, 'Review' AS class, coalesce(n.decision) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Review {id: $node})-[:REVIEWS]->(n:Responsibility) RETURN 'out' AS direction, 'reviews' AS relation, 'Responsibility' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Review)-[:REVIEWS]->(:Responsibility {id: $node}) RETURN 'in' AS direction, 'reviews' AS relation, 'Review' AS class, coalesce(n.decision) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:NearCopy {id: $node})-[:SOURCE_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'sourceMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:NearCopy)-[:SOURCE_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'sourceMeasure' AS relation, 'NearCopy' AS class, CASE WHEN false THEN n.id END AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Agency {id: $node})-[:SUCCEEDED_BY]->(n:Agency) RETURN 'out' AS direction, 'succeededBy' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Agency)-[:SUCCEEDED_BY]->(:Agency {id: $node}) RETURN 'in' AS direction, 'succeededBy' AS relation, 'Agency' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:TargetAlignment {id: $node})-[:UPPER_FIGURE]->(n:Figure) RETURN 'out' AS direction, 'upperFigure' AS relation, 'Figure' AS class, coalesce(n.quote) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:TargetAlignment)-[:UPPER_FIGURE]->(:Figure {id: $node}) RETURN 'in' AS direction, 'upperFigure' AS relation, 'TargetAlignment' AS class, coalesce(n.relation) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Alignment {id: $node})-[:UPPER_MEASURE]->(n:Measure) RETURN 'out' AS direction, 'upperMeasure' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Alignment)-[:UPPER_MEASURE]->(:Measure {id: $node}) RETURN 'in' AS direction, 'upperMeasure' AS relation, 'Alignment' AS class, coalesce(n.relation) AS name, n.reviewed AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Measure {id: $node})-[:USES_INSTRUMENT]->(n:Instrument) RETURN 'out' AS direction, 'usesInstrument' AS relation, 'Instrument' AS class, coalesce(n.labelZh) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Measure)-[:USES_INSTRUMENT]->(:Instrument {id: $node}) RETURN 'in' AS direction, 'usesInstrument' AS relation, 'Measure' AS class, coalesce(n.title, n.text) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (:Document {id: $node})-[:WANTS]->(n:WantedDocument) RETURN 'out' AS direction, 'wants' AS relation, 'WantedDocument' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
UNION ALL
MATCH (n:Document)-[:WANTS]->(:WantedDocument {id: $node}) RETURN 'in' AS direction, 'wants' AS relation, 'Document' AS class, coalesce(n.title) AS name, CASE WHEN false THEN true END AS reviewed, n.id AS other_id
