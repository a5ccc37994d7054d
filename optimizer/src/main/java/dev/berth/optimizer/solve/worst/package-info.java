/** Plans whose worst mean delay is least. */
package dev.berth.optimizer.solve.worst;
