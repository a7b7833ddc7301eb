create table dept (id int primary key, name text not null, boss int, budget numeric(10,2));
create table emp (id int primary key, name text, dept_id int, salary numeric(10,2), hired date, grade smallint, score double precision, code char(4), big bigint);
create index emp_dept on emp (dept_id);
create index emp_name on emp (name, salary desc);
create table t1 (a int, b int);
create table t2 (b int, c text);
create table kinds (i2 smallint, i4 int, i8 bigint, f4 real, f8 double precision, n numeric, d2 numeric(8,2), s text, v varchar(5), c char(5), b boolean, d date, ts timestamp, tz timestamptz, t time, u uuid, bin bytea);
create table defs (id int primary key, a int default 7, b text default 'x', c timestamp, d int not null default 3, e int);
insert into dept values (1,'Sales',1,1000.50),(2,'Tech',3,5000),(3,'Empty',null,null),(4,'Ops',99,20.25);
insert into emp values
 (1,'Ann',1,100.00,'2020-01-01',1,1.5,'ab',10000000000),
 (2,'Bob',1,200.50,'2021-02-03',2,2.5,'cd',null),
 (3,'Cid',2,300.25,'2019-12-31',1,null,null,20000000000),
 (4,'Dee',2,null,null,null,3.25,'ab',3),
 (5,'Eve',null,50.75,'2022-06-15',3,-1,'zz',4),
 (6,null,4,100.00,'2020-01-01',2,0,'',5);
insert into t1 values (1,1),(1,2),(2,null),(null,1),(null,null),(3,3),(3,3);
insert into t2 values (1,'x'),(2,'y'),(null,'n'),(4,'z'),(1,'xx'),(3,null);
insert into kinds values (1,1,1,1.5,1.5,1.50,1.5,'a','a','a',true,'2020-01-01','2020-01-01 10:00:00.123456','2020-01-01 10:00:00+00','10:00','00000000-0000-0000-0000-000000000001','\x01');
insert into kinds values (-2,2000000,-9000000000,-0.25,1e100,123456789012345678901234567890.12345,-5.55,'Zebra','bb','b b',false,'1999-12-31','1999-12-31 23:59:59','1999-12-31 23:59:59+00','23:59:59.999999','ffffffff-0000-0000-0000-000000000001','\xffee');
insert into kinds (i2) values (null);
insert into kinds (i2,i4,i8,f8,n,s,b) values (32767,2147483647,9223372036854775807,-1e-10,0,'',null);
