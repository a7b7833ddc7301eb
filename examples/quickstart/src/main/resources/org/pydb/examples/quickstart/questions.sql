-- Who are our best customers?
select c.first_name || ' ' || c.last_name as customer, c.country,
       count(*) as orders, sum(i.total) as spent
from customer c
join invoice i on i.customer_id = c.customer_id
group by c.customer_id, c.first_name, c.last_name, c.country
order by spent desc, customer
limit 5;

-- Which artists earn us most?
select a.name as artist, count(distinct t.track_id) as tracks, sum(l.quantity) as sold,
       sum(l.unit_price * l.quantity) as earned
from invoice_line l
join track t on t.track_id = l.track_id
join album b on b.album_id = t.album_id
join artist a on a.artist_id = b.artist_id
group by a.artist_id, a.name
order by earned desc, artist
limit 5;

-- Are we growing?
with sales as (
  select extract(year from invoice_date) as year, count(*) as orders, sum(total) as total
  from invoice
  group by extract(year from invoice_date))
select now.year, now.orders, now.total, now.total - before.total as growth
from sales now
left join sales before on before.year = now.year - 1
order by now.year;

-- Which genres bring what share of the sales?
select g.name as genre, sum(l.unit_price * l.quantity) as sales,
       round(100 * sum(l.unit_price * l.quantity) / (select sum(total) from invoice), 1) as percent
from genre g
join track t on t.genre_id = g.genre_id
join invoice_line l on l.track_id = t.track_id
group by g.name
order by sales desc, genre
limit 5;

-- Of which genres do most tracks lie there unsold?
select g.name as genre, count(*) as unsold
from genre g
join track t on t.genre_id = g.genre_id
where not exists (select 1 from invoice_line l where l.track_id = t.track_id)
group by g.name
order by unsold desc, genre
limit 5;

-- What does each of us sell, and who is the boss?
select e.first_name || ' ' || e.last_name as employee, b.last_name as boss,
       count(distinct c.customer_id) as customers, sum(i.total) as sales
from employee e
left join employee b on b.employee_id = e.reports_to
left join customer c on c.support_rep_id = e.employee_id
left join invoice i on i.customer_id = c.customer_id
group by e.employee_id, e.first_name, e.last_name, b.last_name
order by customers desc, employee;

-- Which orders were more than three times as large as the customer's average?
select i.invoice_id as invoice, c.last_name as customer, i.invoice_date, i.total
from invoice i
join customer c on c.customer_id = i.customer_id
where i.total > 3 * (select avg(o.total) from invoice o where o.customer_id = i.customer_id)
order by i.total desc, i.invoice_id
limit 5;

-- What did customer 5 buy last?
select i.invoice_date, t.name as track, l.unit_price as price
from invoice i
join invoice_line l on l.invoice_id = i.invoice_id
join track t on t.track_id = l.track_id
where i.customer_id = 5
order by i.invoice_date desc, track
limit 5;
