create or replace view lent as
select b.title, r.name from book b join reader r on r.id = b.reader_id;
