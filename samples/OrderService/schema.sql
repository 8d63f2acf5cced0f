-- What the Servers backends expect to find.
create table if not exists orders (
    id          uuid primary key,
    customer    text not null,
    total       numeric(12, 2) not null,
    placed_at   timestamptz not null
);

create table if not exists outbox (
    id          uuid primary key,
    body        jsonb not null,
    seq         bigint generated always as identity,
    published   boolean not null default false
);

create index if not exists outbox_unpublished on outbox (seq) where not published;
