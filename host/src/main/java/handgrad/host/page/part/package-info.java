/** What pages are made of: headings, texts, tables, figures and charts, as HTML. */
package handgrad.host.page.part;
