package dev.corecdc.demo;

import dev.corecdc.testing.DatabaseServer;

/** The tables of the shop and what is in them on the first day. */
final class ShopSchema {

    private ShopSchema() {}

    static void create(DatabaseServer server) {
        server.execute("CREATE DATABASE shop", """
                CREATE TABLE shop.customers (
                    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
                    name VARCHAR(80) NOT NULL,
                    email VARCHAR(120) NOT NULL,
                    joined DATE NOT NULL)""", """
                CREATE TABLE shop.products (
                    id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
                    name VARCHAR(80) NOT NULL,
                    price DECIMAL(10, 2) NOT NULL,
                    stock INT UNSIGNED NOT NULL)""", """
                CREATE TABLE shop.orders (
                    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
                    customer_id INT UNSIGNED NOT NULL,
                    status ENUM('placed', 'paid', 'shipped', 'cancelled') NOT NULL DEFAULT 'placed',
                    placed_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3))""", """
                CREATE TABLE shop.order_lines (
                    order_id BIGINT UNSIGNED NOT NULL,
                    product_id INT UNSIGNED NOT NULL,
                    quantity SMALLINT UNSIGNED NOT NULL,
                    PRIMARY KEY (order_id, product_id))""", """
                INSERT INTO shop.customers (name, email, joined) VALUES
                    ('Ada Lovelace', 'ada@example.com', '2024-01-15'),
                    ('Grace Hopper', 'grace@example.com', '2024-03-02'),
                    ('Žofie Nováková', 'zofie@example.com', '2024-06-21')""", """
                INSERT INTO shop.products (name, price, stock) VALUES
                    ('Teapot', 24.90, 100000), ('Cup', 6.50, 100000), ('Kettle', 39.00, 100000),
                    ('Green tea, 100 g', 8.75, 100000), ('Spoon', 2.20, 100000)""");
    }
}
