/** Which server a request goes to: routers, what they may see, and what the best of them could come to. */
package dev.berth.optimizer.route;
