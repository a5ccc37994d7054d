/**
 * The contract both modules share: dataset types, their reader and writer, and the schema version. Pure JDK and
 * Jackson.
 */
package dev.berth.dataset;
