package dev.muster.runtime.store;

/** One ticket and the group that it belongs to, as they were at one moment. */
public record TicketView(StoredTicket ticket, StoredGroup group) {}
