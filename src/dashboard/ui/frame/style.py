"""The rules of every page beside the theme: tables, keys, what is said of figures, print, and the bar of a slow answer."""

from dashboard.ui.frame.streamlit_private import (
    BLOCK,
    CHOICES,
    COLUMN,
    COLUMNS,
    COMPONENT,
    CONTROLS,
    ELEMENT,
    HEADER,
    RUNNING,
    SCROLLED,
    SIDEBAR,
)

STYLE = """
<style>
/* Streamlit fades what a new run may change: a layer for every element, painted twice, for answers that come within the same second.
   One bar at the top says that an answer takes longer. */
ELEMENT { opacity: 1 !important; transition: none !important; }
RUNNING::before { content: ''; position: fixed; inset: 0 0 auto; height: 3px; z-index: 1000000;
  background: #0e4f63; transform-origin: left; animation: plan-wait 1.5s 0.5s infinite both; }
@keyframes plan-wait { from { transform: scaleX(0); } to { transform: scaleX(1); } }
@media (prefers-reduced-motion: reduce) { RUNNING::before { animation: plan-wait 0s 0.5s both; } }
/* Targets of at least 24 px, or as far apart (WCAG 2.2, 2.5.8). */
SIDEBAR ELEMENT { margin-top: -1.5px !important; }
CHOICES button { min-width: 24px; min-height: 24px; }
.plan-table { width: 100%; border-collapse: collapse; font-size: 0.87rem; line-height: 1.35; }
.plan-table caption { text-align: left; font-weight: 600; padding: 0 0 0.4rem; }
.plan-table th { text-align: left; font-weight: 600; color: #334b55; background: #eaf0f2; padding: 0.4rem 0.5rem;
  border-bottom: 1px solid #cfdadf; vertical-align: bottom; }
.plan-table td, .plan-table tbody th { padding: 0.4rem 0.5rem; border-bottom: 1px solid #e4ebee; vertical-align: top; }
.plan-table tbody th { font-weight: 500; background: none; color: inherit; }
.plan-table tbody th.text, .plan-table tbody th.wide { min-width: 10.5rem; }
.plan-table td.wide { min-width: 12rem; }
.plan-table td.text { min-width: 8rem; }
.plan-table .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
/* Many columns of numbers: their headings wrap before the table is scrolled. */
.plan-table:has(thead th:nth-child(10)) thead .number { white-space: normal; }
.plan-table .number:has(.plan-level) { white-space: normal; }
.plan-table .kept { white-space: nowrap; }
.plan-table a, .plan-keys a { color: #0e4f63; }
/* A shadow at the side on which a table goes on. */
.plan-scroll { overflow-x: auto; max-width: 100%; content-visibility: auto;
  background: linear-gradient(90deg, #fff 40%, #fff0) 0 0 / 2.5rem 100% no-repeat local,
    linear-gradient(270deg, #fff 40%, #fff0) 100% 0 / 2.5rem 100% no-repeat local,
    linear-gradient(90deg, #12262e40, #12262e00) 1px 0 / 0.7rem 100% no-repeat scroll,
    linear-gradient(270deg, #12262e40, #12262e00) calc(100% - 2px) 0 / 0.7rem 100% no-repeat scroll; }
.plan-status { white-space: nowrap; font-weight: 600; }
.plan-estimate { border-bottom: 1px dashed currentColor; font-weight: 500; }
.plan-line { display: block; fill: none; stroke: #0e4f63; stroke-width: 1.5; }
.plan-line circle { fill: #0e4f63; stroke: none; }
.plan-below, .plan-below a { color: #4b6069; font-weight: 400; font-size: 0.95em; }
.plan-below { display: inline-block; padding-top: 0.5rem; }
.plan-muted { color: #4b6069; }
.plan-level { display: inline-block; white-space: normal; min-width: 6rem; max-width: 10rem; }
.plan-keys { font-size: 0.87rem; line-height: 1.7; }
.plan-said { font-size: 0.87rem; line-height: 1.4; padding: 0.15rem 0 0.15rem 0.7rem; margin: 0 0 0.5rem;
  border-left: 3px solid #b45309; overflow-wrap: anywhere; }
.plan-said-back { margin-left: 1.6rem; border-left-color: #0e4f63; }
.plan-key { display: inline-block; margin-right: 1.1rem; white-space: nowrap; }
/* Of an office laptop's width or less: words wrap before a table goes on sideways, the margins of the page yield to it. */
@media (min-width: 641px) and (max-width: 1400px) {
  .plan-table thead .number { white-space: normal; }
  .plan-table th, .plan-table td, .plan-table tbody th { padding: 0.4rem 0.35rem; }
  .plan-table tbody th.text, .plan-table tbody th.wide { min-width: 9rem; }
  .plan-table td.text, .plan-table td.wide { min-width: 0; }
  .plan-table .kept:has(.plan-status), .plan-status { white-space: normal; }
}
@media (min-width: 641px) and (max-width: 1150px) {
  BLOCK { padding-left: 1.5rem !important; padding-right: 1.5rem !important; }
  COLUMNS:has([class*='_ways_']) > COLUMN { min-width: 100%; } /* half of it has no room for the indicators' names */
}
@media (max-width: 1150px) { COLUMNS:has([class*='_ways_']) { flex-wrap: wrap; row-gap: 0; } }
/* On a phone pictures of many indicators are lists that open (picture.js): as high as what they show. */
@media (max-width: 640px) {
  [class*='st-key-'][class*='_ways_'], [class*='st-key-'][class*='_ways_'] COMPONENT {
    height: auto !important; min-height: 0 !important; flex: none !important; }
}
@media (max-width: 640px) { .plan-table { font-size: 0.85rem; } .plan-table th, .plan-table td { padding: 0.4rem; } }
/* Indicators by provinces: the names stay while it is scrolled, and those of the provinces run upwards. */
.plan-read { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.plan-matrix .plan-scroll { max-height: 80vh; overflow: auto; background: none; content-visibility: visible; position: relative; }
.plan-matrix .plan-table { width: auto; border-collapse: separate; border-spacing: 0; }
.plan-matrix thead th { position: sticky; top: 0; z-index: 2; }
.plan-matrix thead th.mark { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; vertical-align: middle;
  white-space: nowrap; font-weight: 500; padding: 0.4rem 0.2rem; border-bottom: 0; border-top: 1px solid #cfdadf; }
.plan-matrix tbody th, .plan-matrix thead th:first-child { position: sticky; left: 0; z-index: 1; background: #fff; }
.plan-matrix thead th:first-child { z-index: 3; background: #eaf0f2; }
.plan-matrix tbody th.text { width: 20rem; min-width: 9.5rem; padding: 0.25rem 0.3rem 0.25rem 0; }
.plan-matrix .number { padding: 0.25rem; }
.plan-matrix td.mark { padding: 0; position: relative; }
.plan-matrix td.mark a { display: grid; place-items: center; min-width: 24px; min-height: 26px; color: #12262e;
  text-decoration: none; border: solid #fff; border-width: 0 1px 1px 0; }
.plan-matrix td.mark a:is(:hover, :focus-visible) { outline: 2px solid #0e4f63; outline-offset: -2px; }
.plan-search { display: inline-block; font-size: 0.87rem; margin: 0 0.8rem 0.5rem 0; }
.plan-search input { display: block; width: min(22rem, 88vw); font: inherit; color: #07151b; background: #fff; padding: 0.35rem 0.5rem;
  border: 1px solid #64748b; border-radius: 0.375rem; }
@media (max-width: 640px) { .plan-matrix tbody th.text { width: 9rem; min-width: 9rem; } }
/* A tile a province at its place; beside it the names by status, below it on a phone. */
.plan-map { display: grid; grid-template-columns: minmax(0, 31rem) minmax(0, 1fr); gap: 0.5rem 2rem; align-items: start; font-size: 0.82rem;
  line-height: 1.25; font-variant-numeric: tabular-nums; }
.plan-map ol, .plan-map ul { list-style: none; margin: 0; padding: 0; font-size: inherit; }
.plan-map li { margin: 0; padding: 0; font-size: inherit; }
.plan-tiles { display: grid; grid-auto-columns: minmax(0, 1fr); grid-auto-rows: minmax(2.6rem, 1fr); gap: 3px; }
.plan-tiles-below { grid-column: 1; grid-template-columns: repeat(5, minmax(0, 1fr)); padding-top: 0.5rem !important; }
.plan-tiles li, .plan-tiles a { display: flex; flex-direction: column; justify-content: center; }
.plan-tiles a { flex: 1; position: relative; padding: 0.15rem 0.25rem; color: #12262e; text-decoration: none; border-radius: 3px;
  border: 1px solid #12262e26; overflow-wrap: anywhere; }
.plan-tiles a:is(:hover, :focus-visible) { outline: 2px solid #0e4f63; outline-offset: -2px; }
.plan-tile-empty { color: #4b6069; border: 1px dashed #cfdadf; border-radius: 3px; padding: 0.15rem 0.25rem !important; }
.plan-map-key li { padding-bottom: 0.6rem !important; max-width: 34rem; }
@media (max-width: 640px) { .plan-map { grid-template-columns: minmax(0, 1fr); font-size: 0.75rem; } }
/* Colours a reader has chosen for all pages: what is chosen is filled, swatches of a key keep the colour of their picture. */
@media (forced-colors: active) {
  button:is([aria-checked='true'], [aria-pressed='true']), button:is([aria-checked='true'], [aria-pressed='true']) * {
    forced-color-adjust: none; background: Highlight !important; color: HighlightText !important; }
  .plan-key > [aria-hidden] { forced-color-adjust: none; }
  .plan-scroll { background: none; }
  .plan-line { stroke: CanvasText; } .plan-line circle { fill: CanvasText; }
  RUNNING::before { forced-color-adjust: none; background: Highlight; }
}
.plan-on-paper { display: none; }
ELEMENT:has(.plan-on-paper) { display: none; }
@page { margin: 12mm 12mm 15mm; @bottom-right { content: counter(page) '/' counter(pages); font: 8pt sans-serif; } }
@media print {
  SIDEBAR, HEADER, CONTROLS { display: none !important; }
  SCROLLED { position: static !important; height: auto !important; overflow: visible !important; display: block !important; }
  BLOCK { padding: 0 !important; max-width: none !important; min-width: 0 !important; width: 100% !important; }
  COLUMNS:has(COMPONENT), COLUMNS:has(COMPONENT) > COLUMN { display: block !important; width: 100% !important; }
  COLUMN { min-width: 0 !important; }
  COMPONENT, ELEMENT:has(COMPONENT) { height: auto !important; min-height: 0 !important; overflow: visible !important; }
  ELEMENT:has(.plan-on-paper) { display: block; }
  .plan-on-paper { display: block; font-size: 9pt; margin: 0; color: #4b6069; overflow-wrap: anywhere; }
  .plan-scroll { overflow: visible; content-visibility: visible; background: none; }
  .plan-table { font-size: 7.5pt; }
  .plan-table thead { display: table-header-group; break-after: avoid; }
  .plan-table tr { break-inside: avoid; }
  .plan-table tbody tr:first-child { break-before: avoid; }
  .plan-table th, .plan-table td, .plan-table tbody th { padding: 2pt 3pt; min-width: 0; }
  .plan-table tbody th.text { min-width: 36mm; }
  .plan-table td.text:last-child { min-width: 18mm; }
  .plan-line { width: 14mm; height: auto; }
  .plan-matrix .plan-scroll { max-height: none; overflow: visible; }
  .plan-matrix thead th, .plan-matrix tbody th { position: static; }
  .plan-matrix .plan-table { width: 100%; font-size: 6.5pt; }
  .plan-matrix thead th.mark, .plan-matrix td.mark { padding: 1pt 0; }
  .plan-matrix td.mark a { min-width: 0; min-height: 0; }
  .plan-matrix tbody th.text { width: auto; min-width: 24mm; }
  .plan-search { display: none; }
  .plan-map { font-size: 6.5pt; line-height: 1.15; gap: 4mm; grid-template-columns: 115mm 1fr; }
  .plan-map .plan-tiles :is(a, .plan-tile-empty) { padding: 1pt 2pt !important; }
  .plan-tiles { grid-auto-rows: minmax(20pt, 1fr); gap: 1.5pt; break-inside: avoid; }
  h1 { font-size: 18pt !important; } h2 { font-size: 13pt !important; }
  h1, h2, h3, caption { break-after: avoid; }
}
</style>
"""
for _name, _selector in (
    ("CHOICES", CHOICES),
    ("COMPONENT", COMPONENT),
    ("CONTROLS", CONTROLS),
    ("COLUMNS", COLUMNS),
    ("COLUMN", COLUMN),
    ("SCROLLED", SCROLLED),
    ("BLOCK", BLOCK),
    ("ELEMENT", ELEMENT),
    ("RUNNING", RUNNING),
    ("SIDEBAR", SIDEBAR),
    ("HEADER", HEADER),
):
    STYLE = STYLE.replace(_name, _selector)
