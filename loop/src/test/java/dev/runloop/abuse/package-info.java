/** Peers that behave badly, for tests of all that speaks to a peer. */
package dev.runloop.abuse;
