create table if not exists record (id integer primary key, title text not null);
