-- Run once, when the volume is new: a small shop, and a user that may read the binlog.
CREATE USER cdc@'%' IDENTIFIED BY 'cdc';
GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO cdc@'%';

CREATE DATABASE shop;
USE shop;
CREATE TABLE person (
  id INT PRIMARY KEY AUTO_INCREMENT,
  first_name VARCHAR(40) NOT NULL,
  birth_date DATE
);
INSERT INTO person (first_name, birth_date) VALUES ('John', '1990-01-15'), ('Ada', '1815-12-10');
UPDATE person SET first_name = 'Jonathan' WHERE id = 1;
