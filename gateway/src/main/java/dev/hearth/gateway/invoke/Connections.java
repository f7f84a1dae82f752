package dev.hearth.gateway.invoke;

import dev.hearth.gateway.memory.AddressBlock;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.SharedBudget;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open connections of a server: counts them against the limits, and lets them end one by one when it drains. An address
 * may have as many as are free, so one address never has all, and so may an account from however many addresses; those that
 * have sent no proven request yet are at most a half.
 */
final class Connections {
    /** Connections that an address or an account may have as long as there is room. */
    private static final int FLOOR = 64;

    private final SharedBudget all;
    private final SharedBudget unproven;
    private final Map<CallerConnection, Place> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    private record Place(Holding open, Holding unproven) {
        void leave() {
            open.close();
            unproven.close();
        }
    }

    Connections(int limit) {
        all = new SharedBudget(limit, 0, FLOOR);
        unproven = new SharedBudget(Math.max(1, limit / 2), 0, FLOOR);
    }

    /** Takes a connection in; false: there are too many, of its address or in all, or the server drains. */
    boolean opened(CallerConnection connection, SocketAddress remote) {
        String address = AddressBlock.of(remote);
        Place place = new Place(
                new Holding(all.share(address), Purpose.FINISH), new Holding(unproven.share(address), Purpose.FINISH));
        boolean fits = !draining
                && place.open.grow(1).isGranted()
                && place.unproven.grow(1).isGranted();
        if (fits) {
            open.put(connection, place);
        } else {
            place.leave();
        }
        return fits;
    }

    /**
     * It has sent a request of somebody who is known: it is this account's from now on, not its address's.
     *
     * @return whether it may stay open after its answer; the account has its share of connections otherwise
     */
    boolean proven(CallerConnection connection, String account) {
        Place place = open.get(connection);
        if (place == null) {
            return false; // closed meanwhile
        }
        place.unproven.close();
        return place.open.moveTo(all.share("account " + account)).isGranted();
    }

    void closed(CallerConnection connection) {
        Optional.ofNullable(open.remove(connection)).ifPresent(Place::leave);
        completeWhenDrained();
    }

    boolean isDraining() {
        return draining;
    }

    int size() {
        return open.size();
    }

    /** Ends idle connections now and the others after their answer. */
    CompletableFuture<Void> drain() {
        draining = true;
        open.keySet().forEach(CallerConnection::drain);
        completeWhenDrained();
        return drained;
    }

    /** Ends every connection now. */
    void closeAll() {
        draining = true;
        open.keySet().forEach(CallerConnection::close);
    }

    private void completeWhenDrained() {
        if (draining && open.isEmpty()) {
            drained.complete(null);
        }
    }
}
