-- The Chinook music shop: eleven tables, each after those that it refers to.

create table artist (
  artist_id integer primary key,
  name      varchar(120)
);

create table album (
  album_id  integer primary key,
  title     varchar(160) not null,
  artist_id integer not null references artist
);

create table genre (
  genre_id integer primary key,
  name     varchar(120)
);

create table media_type (
  media_type_id integer primary key,
  name          varchar(120)
);

create table track (
  track_id      integer primary key,
  name          varchar(200) not null,
  album_id      integer references album,
  media_type_id integer not null references media_type,
  genre_id      integer references genre,
  composer      varchar(220),
  milliseconds  integer not null check (milliseconds > 0),
  bytes         bigint,
  unit_price    numeric(10, 2) not null
);

create table playlist (
  playlist_id integer primary key,
  name        varchar(120)
);

create table playlist_track (
  playlist_id integer references playlist,
  track_id    integer references track,
  primary key (playlist_id, track_id)
);

create table employee (
  employee_id integer primary key,
  last_name   varchar(20) not null,
  first_name  varchar(20) not null,
  title       varchar(30),
  reports_to  integer references employee,
  birth_date  date,
  hire_date   date,
  address     varchar(70),
  city        varchar(40),
  state       varchar(40),
  country     varchar(40),
  postal_code varchar(10),
  phone       varchar(24),
  fax         varchar(24),
  email       varchar(60) unique
);

create table customer (
  customer_id    integer primary key,
  first_name     varchar(40) not null,
  last_name      varchar(20) not null,
  company        varchar(80),
  address        varchar(70),
  city           varchar(40),
  state          varchar(40),
  country        varchar(40),
  postal_code    varchar(10),
  phone          varchar(24),
  fax            varchar(24),
  email          varchar(60) not null unique,
  support_rep_id integer references employee
);

create table invoice (
  invoice_id          integer primary key,
  customer_id         integer not null references customer,
  invoice_date        timestamp default localtimestamp not null,
  billing_address     varchar(70),
  billing_city        varchar(40),
  billing_state       varchar(40),
  billing_country     varchar(40),
  billing_postal_code varchar(10),
  total               numeric(10, 2) not null
);

create table invoice_line (
  invoice_line_id integer primary key,
  invoice_id      integer not null references invoice,
  track_id        integer not null references track,
  unit_price      numeric(10, 2) not null,
  quantity        integer not null check (quantity > 0)
);

-- Keys have indexes, and so have the columns that refer to them. These are for searching.

create index track_name on track (name);
create index invoice_date on invoice (invoice_date);
create index customer_country on customer (country, last_name);
