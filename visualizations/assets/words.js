// The words of the page itself in its two languages, and how elements are made: always from text, never from markup.
"use strict";

const WORDS = {
  zh: {
    skip: "跳到表格", search: "搜索", filters: "筛选", clear: "清除", table: "表格", print: "打印",
    level: "层级", place: "地区", theme: "主题", agency: "单位", strength: "强度", all: "全部",
    nodes: "条目", links: "连线", kind: "类别", name: "名称", document: "文件", path: "编号", note: "备注",
    relation: "关系", from: "下侧（后）", to: "上侧（前）", score: "得分", lag: "时滞（天）", reasons: "理由",
    lower: "下侧原文", upper: "上侧原文", figures: "数字", agencies: "责任单位", source: "来源", themes: "主题",
    metric: "指标", amount: "数值", period: "期间", remark: "说明", connected: "相关连线", members: "包含的措施",
    open: "展开", close: "收起", back: "返回概览", evidence: "证据", text: "原文", shown: "项", of: "共",
    light: "浅色", dark: "深色", found: "条结果", none: "没有结果", more: "显示更多", start: "点选图中或表中的一项，查看原文与证据。",
    lead: "牵头", joint: "共同", support: "配合", responsible: "负责", Measure: "措施", Document: "文件", Agency: "单位",
    Figure: "数字", Theme: "主题", Concept: "概念", Region: "地区", group: "分组", target: "目标", parameter: "规则参数",
    context: "背景", count: "数量", share: "占上侧", about: "说明", inDocument: "见", works: "共同负责", has: "项措施", below: "下级地区", gap: "差距", pace: "年均变化", said: "对照", reviews: "人工审核", formerly: "原为", accepted: "已确认", corrected: "已更正", added: "人工添加", rejected: "已否决",
    picture: "图；下方表格列出同样内容，可用键盘逐项选择。", days: "天", section: "章节", sees: "打开页面", site: "目录", min1: "全部", address: "本页地址可引用：选择与筛选都在其中。",
  },
  en: {
    skip: "Skip to the table", search: "Search", filters: "Filters", clear: "Clear", table: "Table", print: "Print",
    level: "Level", place: "Place", theme: "Theme", agency: "Agency", strength: "Strength", all: "all",
    nodes: "Nodes", links: "Links", kind: "Kind", name: "Name", document: "Document", path: "Item", note: "Note",
    relation: "Relation", from: "Lower (later)", to: "Upper (earlier)", score: "Score", lag: "Lag (days)", reasons: "Reasons",
    lower: "Lower text", upper: "Upper text", figures: "Figures", agencies: "Agencies", source: "Source", themes: "Themes",
    metric: "Metric", amount: "Amount", period: "Period", remark: "Remark", connected: "Links of this node", members: "Measures",
    open: "Open", close: "Close", back: "Back to the overview", evidence: "Evidence", text: "Text", shown: "shown", of: "of",
    light: "Light", dark: "Dark", found: "found", none: "Nothing found", more: "Show more", start: "Choose something in the picture or the table to read its text with the evidence.",
    lead: "lead", joint: "joint", support: "support", responsible: "responsible", Measure: "measure", Document: "document", Agency: "agency",
    Figure: "figure", Theme: "theme", Concept: "concept", Region: "region", group: "group", target: "target", parameter: "rule's parameter",
    context: "context", count: "Count", share: "Share of the upper", about: "About", inDocument: "in", works: "work together on", has: "measures", below: "Places below", gap: "Gap", pace: "Change a year", said: "Comparison", reviews: "Review", formerly: "formerly", accepted: "accepted", corrected: "corrected", added: "added", rejected: "rejected",
    picture: "Picture; the table below lists the same and can be used with the keyboard.", days: "days", section: "section", sees: "Open its page", site: "Contents", min1: "all", address: "The address of this page keeps what is chosen and filtered, and can be cited.",
  },
};

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}

function shape(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}
