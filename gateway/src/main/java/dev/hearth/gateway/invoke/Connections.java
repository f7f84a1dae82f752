package dev.hearth.gateway.invoke;

import dev.hearth.gateway.listen.Strangers;
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
    private final Strangers<CallerConnection> strangers;
    private final Map<CallerConnection, Place> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    private record Place(String address, Holding open) {}

    Connections(int limit) {
        all = new SharedBudget(limit, 0, FLOOR);
        strangers = new Strangers<>(limit / 2);
    }

    /** Takes a connection in, and perhaps ends another for it; false: there are too many, of its address or in all, or the server drains. */
    boolean opened(CallerConnection connection, SocketAddress remote) {
        String address = AddressBlock.of(remote);
        Holding place = new Holding(all.share(address), Purpose.FINISH);
        boolean fits = !draining && place.grow(1).isGranted();
        if (fits) {
            open.put(connection, new Place(address, place));
            strangers.add(address, connection).ifPresent(CallerConnection::close);
        }
        return fits;
    }

    /**
     * It has sent a request of somebody who is known: it is this account's from now on, not its address's.
     *
     * @return false: the account has its share of connections
     */
    boolean proven(CallerConnection connection, String account) {
        Place place = open.get(connection);
        if (place == null) {
            return false; // closed meanwhile
        }
        strangers.remove(place.address, connection);
        return place.open.moveTo(all.share("account " + account)).isGranted();
    }

    void closed(CallerConnection connection) {
        Optional.ofNullable(open.remove(connection)).ifPresent(place -> {
            strangers.remove(place.address, connection);
            place.open.close();
        });
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
