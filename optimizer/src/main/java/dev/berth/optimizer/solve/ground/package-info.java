/**
 * What the solvers share: room left of each resource, costs of a slot, plans raised and paths improved at a given room.
 */
package dev.berth.optimizer.solve.ground;
