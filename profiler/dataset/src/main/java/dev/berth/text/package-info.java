/** Text for people: tables, units, and characters that no terminal runs. */
package dev.berth.text;
