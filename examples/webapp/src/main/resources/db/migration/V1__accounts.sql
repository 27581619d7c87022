-- SPDX-License-Identifier: Apache-2.0
create table account (
  account_key varchar(512) not null primary key,
  username varchar not null,
  display_name varchar,
  mail varchar,
  photo bytea,
  read_at timestamp with time zone not null
);

create table account_group (
  account_key varchar(512) not null references account on delete cascade,
  name varchar(512) not null,
  primary key (account_key, name)
);
