insert into record values (1, 'Homogenic') on conflict do nothing;
