/** What a shell and its manual know of the commands: completions and man pages, made from the commands themselves. */
package dev.berth.command.shell;
