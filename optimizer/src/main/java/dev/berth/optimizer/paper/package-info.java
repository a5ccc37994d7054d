/** Studies of a paper's kind: scenarios of one folder, run and drawn again by one command. */
package dev.berth.optimizer.paper;
