/** Kinds of file: how each is recognised by its content, and what is wrong with one. */
package dev.berth.kind;
