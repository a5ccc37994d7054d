/** What a component of a record is, and may be: stated once beside it, for people, for JSON Schema and for tests. */
package dev.berth.schema;
