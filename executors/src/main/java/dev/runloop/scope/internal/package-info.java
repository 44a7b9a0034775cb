/** How the owner of a scope learns how far it has come. Not exported. */
package dev.runloop.scope.internal;
