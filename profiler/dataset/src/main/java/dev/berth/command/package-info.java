/** What the commands of both modules share: where words go, one line a fault, exit statuses. */
package dev.berth.command;
